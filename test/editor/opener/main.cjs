// `npm start` in a browser: VS Code's server cannot be told which files to open, so this little extension does it.
const vscode = require('vscode');

exports.activate = async () => {
  if (vscode.window.tabGroups.all.some(({ tabs }) => tabs.length > 0)) return; // a reload: VS Code brings back what was open
  const files = JSON.parse(process.env.MAIL_LOG_OPEN ?? '[]');
  for (const file of files) await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(file), { preview: false });
  if (files.length > 1) await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(files[0]), { preview: false });
};
