import { Uri, type Webview } from 'vscode';

/** The report's shell: no inline script or style, nothing from outside; what the page shows it builds itself from messages. */
export function reportHtml(webview: Webview, dist: Uri): string {
  const nonce = crypto.randomUUID().replaceAll('-', '');
  const script = webview.asWebviewUri(Uri.joinPath(dist, 'report.js'));
  const style = webview.asWebviewUri(Uri.joinPath(dist, 'report.css'));
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${webview.cspSource}; img-src ${webview.cspSource}; font-src ${webview.cspSource}`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Mail Log</title>
<link rel="stylesheet" href="${style}">
</head>
<body>
<div id="report"></div>
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>`;
}
