namespace RustKernel.Drivers.Registers;

/// <summary>A register in which writing 1 clears a condition and writing 0 does nothing; never read, changed and written back.</summary>
public interface IWriteOneToClear;
