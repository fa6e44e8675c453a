// Marks registers where a written 1 sets and a 0 does nothing.

namespace RustKernel.Drivers.Registers;

/// <summary>A register in which writing 1 sets a condition and writing 0 leaves it alone; never read, changed and written back.</summary>
public interface IWriteOneToSet;
