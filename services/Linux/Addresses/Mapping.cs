using RustKernel.User;

namespace RustKernel.Linux.Addresses;

/// <summary>One range of the program's addresses: the same rights, of one kind.</summary>
internal struct Mapping
{
    internal ulong Start;
    internal ulong End;

    /// <summary>PROT_READ, PROT_WRITE, PROT_EXEC.</summary>
    internal uint Rights;

    /// <summary>The pages were writable at some time, so they may be non-zero, whatever the rights are now.</summary>
    internal bool IsWritten;

    /// <summary>Pages of an object that others may map, too. The kernel keeps the object, so <see cref="File"/> is none.</summary>
    internal bool IsShared;

    /// <summary>None: pages of the arena, or shared ones. Else the object that is mapped in place, and never written.</summary>
    internal Handle<Memory> File;

    /// <summary>Offset in <see cref="File"/> of <see cref="Start"/>.</summary>
    internal ulong FileOffset;

    /// <summary>The kernel has a mapping there.</summary>
    internal readonly bool IsShown => Rights != 0 || IsShared;

    /// <summary>Whether <paramref name="next"/>, which begins where this one ends, continues it.</summary>
    internal readonly bool Continues(in Mapping next) =>
        End == next.Start && Rights == next.Rights && IsWritten == next.IsWritten && IsShared == next.IsShared
            && File.Value == next.File.Value && (File.IsNone || FileOffset + (End - Start) == next.FileOffset);
}
