import 'uplot/dist/uPlot.min.css';
import './style/index.css';
import { start } from './app.tsx';

start(document.getElementById('report') as HTMLElement);
