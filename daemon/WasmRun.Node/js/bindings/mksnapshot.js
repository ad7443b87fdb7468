// Startup snapshots of user programs are not offered; the runtime's own image is made by ImageBuilder.cs.
(function () {
  const nothing = () => {};
  return {
    isBuildingSnapshotBuffer: new Uint8Array(1),
    setSerializeCallback: nothing,
    setDeserializeCallback: nothing,
    setDeserializeMainFunction: nothing,
    runEmbedderPreload: nothing,
  };
});
