namespace RustKernel.Drivers.Registers;

/// <summary>A register that takes a whole new value.</summary>
public interface IWritable;
