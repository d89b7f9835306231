import 'uplot/dist/uPlot.min.css';
import './style.css';
import { start } from './app.tsx';

start(document.getElementById('report') as HTMLElement);
