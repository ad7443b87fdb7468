// V8's heap figures, from the engine's allocator. (src/node_v8.cc)
(function (binding, native, host) {
  return {
    cachedDataVersionTag: () => 0,
    setFlagsFromString() {},
    isStringOneByteRepresentation: (text) => !/[^\0-\xff]/.test(text),
    updateHeapStatisticsBuffer() {
      const { heapStatisticsBuffer: figures } = binding;
      const [heap, memory] = host.native.process_methods.heap();
      figures.fill(0);
      figures[binding.kTotalHeapSizeIndex] = memory;
      figures[binding.kTotalPhysicalSizeIndex] = memory;
      figures[binding.kUsedHeapSizeIndex] = heap;
      figures[binding.kHeapSizeLimitIndex] = 2 ** 31;
      figures[binding.kTotalAvailableSize] = 2 ** 31 - heap;
      figures[binding.kMallocedMemoryIndex] = heap;
    },
    updateHeapSpaceStatisticsBuffer() {},
    updateHeapCodeStatisticsBuffer() {},
    setHeapSnapshotNearHeapLimit() {},
    getCppHeapStatistics: () => ({}),
  };
});
