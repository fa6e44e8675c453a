// A boot partition as an update needs it.

using System;
using System.IO;

namespace RustKernel.Services.FileSystems.Updates;

/// <summary>Files of the boot partition's root by name. What cannot be done is an <see cref="IOException"/>.</summary>
public abstract class BootFiles
{
    /// <summary>Whether there is such a file.</summary>
    public abstract bool Exists(string name);

    /// <summary>Reads from <paramref name="position"/> on; fewer bytes than asked for only at the end.</summary>
    public abstract int Read(string name, long position, Span<byte> data);

    /// <summary>Makes the file, or one that is there empty.</summary>
    public abstract void Create(string name);

    /// <summary>Writes at <paramref name="position"/>, over what is there or at the end.</summary>
    public abstract void Write(string name, long position, ReadOnlySpan<byte> data);

    /// <summary>Removes the file.</summary>
    public abstract void Remove(string name);

    /// <summary>When it comes back, everything before is on the disk, and what is read next comes from the disk.</summary>
    public abstract void Settle();
}
