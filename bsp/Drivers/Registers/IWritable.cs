// Marks registers that take a whole new value.

namespace RustKernel.Drivers.Registers;

/// <summary>A register that takes the value written.</summary>
public interface IWritable;
