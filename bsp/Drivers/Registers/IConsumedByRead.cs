namespace RustKernel.Drivers.Registers;

/// <summary>
/// A register that a read changes: it pops a FIFO, acknowledges an interrupt or clears flags. Read
/// once, by name: <see cref="RegisterBlock{TBus}.Take{T}()"/>.
/// </summary>
public interface IConsumedByRead;
