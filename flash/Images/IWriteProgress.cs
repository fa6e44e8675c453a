// How far the writing is.

namespace RustKernel.Flash.Images;

/// <summary>Told after every piece; be quick.</summary>
public interface IWriteProgress
{
    /// <summary>
    /// <paramref name="done"/> of <paramref name="total"/> bytes are on the medium (writing) or
    /// were found right (comparing).
    /// </summary>
    void Report(WritePhase phase, long done, long total);
}
