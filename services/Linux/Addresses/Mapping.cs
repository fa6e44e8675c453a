// One range of the program's addresses.

using RustKernel.User;

namespace RustKernel.Linux.Addresses;

/// <summary>Addresses with the same rights, of one kind.</summary>
internal struct Mapping
{
    internal ulong Start;
    internal ulong End;

    /// <summary>PROT_READ, PROT_WRITE, PROT_EXEC.</summary>
    internal uint Rights;

    /// <summary>The pages could be written once, so they need not be zero, whatever the rights are now.</summary>
    internal bool IsWritten;

    /// <summary>None: pages of the arena. Else the object that is shown in place, which is never written.</summary>
    internal Handle<Memory> File;

    /// <summary>Offset in <see cref="File"/> of <see cref="Start"/>.</summary>
    internal ulong FileOffset;

    /// <summary>Whether <paramref name="next"/>, which begins where this one ends, is more of the same.</summary>
    internal readonly bool Continues(in Mapping next) =>
        End == next.Start && Rights == next.Rights && IsWritten == next.IsWritten && File.Value == next.File.Value
            && (File.IsNone || FileOffset + (End - Start) == next.FileOffset);
}
