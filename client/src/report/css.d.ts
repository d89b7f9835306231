/** Style sheets become dist/report.css. */
declare module '*.css';
