// Marks registers that may be read at any time.

namespace RustKernel.Drivers.Registers;

/// <summary>A register whose reading changes nothing in the device.</summary>
public interface IReadable;
