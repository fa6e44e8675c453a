// Where translation tables get their frames.

namespace RustKernel.Memory.Paging;

/// <summary>A source of frames for translation tables.</summary>
public interface ITableFrames
{
    /// <summary>A frame filled with zeros, or <see cref="ErrorCode.OutOfMemory"/>.</summary>
    Result<PhysicalAddress> AllocateTable();

    /// <summary>Takes a frame of <see cref="AllocateTable"/> back; no CPU can reach it any more.</summary>
    void FreeTable(PhysicalAddress table);
}
