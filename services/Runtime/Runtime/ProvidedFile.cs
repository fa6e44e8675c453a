using System;

namespace RustKernel.Runtime;

/// <summary>An open file, as FileStream uses it.</summary>
public abstract class ProvidedFile
{
    /// <summary>Reads from <paramref name="position"/>; fewer bytes than wanted only at the end.</summary>
    public abstract ErrorCode Read(ulong position, Span<byte> bytes, out int count);

    /// <summary>Writes all, or returns why not.</summary>
    public abstract ErrorCode Write(ulong position, ReadOnlySpan<byte> bytes);

    /// <summary>Bytes of the file.</summary>
    public abstract ErrorCode GetSize(out ulong sizeBytes);

    /// <summary>Makes it shorter or longer.</summary>
    public abstract ErrorCode SetSize(ulong sizeBytes);

    /// <summary>Makes the written data durable.</summary>
    public abstract ErrorCode Sync();

    /// <summary>Closes it.</summary>
    public abstract void Close();
}
