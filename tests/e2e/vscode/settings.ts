/** Settings that keep VS Code quiet and its picture the same on every run: nothing opens, asks or fetches by itself. */
export const quietSettings = {
  "workbench.startupEditor": "none",
  "workbench.enableExperiments": false,
  "workbench.tips.enabled": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.colorTheme": "Default Dark Modern",
  "window.commandCenter": false,
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  "chat.disableAIFeatures": true,
  "git.enabled": false,
  "files.autoSave": "off",
  "editor.minimap.enabled": false,
  // What is typed is what is meant.
  "editor.autoClosingBrackets": "never",
  "editor.autoIndent": "none",
  "editor.acceptSuggestionOnEnter": "off",
  "editor.quickSuggestions": false,
  "debug.toolBarLocation": "docked",
  // Forwarding is the extension's business here.
  "remote.autoForwardPorts": false,
  "security.workspace.trust.startupPrompt": "never",
  "security.workspace.trust.banner": "never",
  // Its text is in the page only when it is not drawn by the GPU.
  "terminal.integrated.gpuAcceleration": "off",
};
