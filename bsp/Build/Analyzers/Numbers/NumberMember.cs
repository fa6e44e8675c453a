// A member that numbers have through an interface of System.Numerics.

namespace RustKernel.Build.Analyzers.Numbers;

/// <summary>
/// For the kinds with letters in <paramref name="kinds"/>; those in <paramref name="shown"/> have it as a public member, the
/// others only through the interface. In the texts $T is the type, $U the unsigned one, $B its bits, $M the mask of a shift.
/// </summary>
internal readonly struct NumberMember(string kinds, string shown, string of, string returns, string signature, string body)
{
    internal string Kinds => kinds;

    internal string Public => shown;

    internal string Interface => of;

    internal string Returns => returns;

    internal string Signature => signature;

    internal string Body => body;
}
