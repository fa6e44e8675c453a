namespace RustKernel.Drivers.Registers;

/// <summary>A register that may be read at any time: a read changes nothing in the device.</summary>
public interface IReadable;
