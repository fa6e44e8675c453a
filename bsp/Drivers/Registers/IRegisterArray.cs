namespace RustKernel.Drivers.Registers;

/// <summary>A register that is repeated at equal distances; accesses name an index.</summary>
public interface IRegisterArray
{
    /// <summary>How many there are; an index is smaller.</summary>
    static abstract uint Count { get; }

    /// <summary>Distance from one to the next, in bytes.</summary>
    static abstract uint Stride { get; }
}
