using System;
using System.IO;

namespace RustKernel.Services.FileSystems.Updates;

/// <summary>Files in the root of the boot partition, by name, as an update needs them. Failures are <see cref="IOException"/>s.</summary>
public abstract class BootFiles
{
    /// <summary>Whether there is such a file.</summary>
    public abstract bool Exists(string name);

    /// <summary>Reads from <paramref name="position"/>; fewer bytes than asked for only at the end.</summary>
    public abstract int Read(string name, long position, Span<byte> data);

    /// <summary>Makes an empty file, or empties an existing one.</summary>
    public abstract void Create(string name);

    /// <summary>Writes at <paramref name="position"/>, over existing bytes or at the end.</summary>
    public abstract void Write(string name, long position, ReadOnlySpan<byte> data);

    /// <summary>Removes the file.</summary>
    public abstract void Remove(string name);

    /// <summary>Makes everything so far durable; later reads come from the disk.</summary>
    public abstract void Settle();
}
