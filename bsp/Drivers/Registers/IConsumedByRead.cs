// Marks registers whose reading has an effect.

namespace RustKernel.Drivers.Registers;

/// <summary>
/// A register whose reading changes the device: it pops a FIFO, acknowledges an interrupt or clears
/// flags. Read once, by name: <see cref="RegisterBlock{TBus}.Take{T}()"/>.
/// </summary>
public interface IConsumedByRead;
