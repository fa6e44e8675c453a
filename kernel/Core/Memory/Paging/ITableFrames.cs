namespace RustKernel.Memory.Paging;

/// <summary>A source of frames for translation tables.</summary>
public interface ITableFrames
{
    /// <summary>A frame filled with zeros, or <see cref="ErrorCode.OutOfMemory"/>.</summary>
    Result<PhysicalAddress> AllocateTable();

    /// <summary>Takes back a frame of <see cref="AllocateTable"/> that no CPU can reach any more.</summary>
    void FreeTable(PhysicalAddress table);
}
