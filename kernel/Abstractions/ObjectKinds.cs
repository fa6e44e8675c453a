// All kinds of objects, for code that must handle each of them.

namespace RustKernel;

/// <summary>The set of <see cref="ObjectKind"/>.</summary>
public static class ObjectKinds
{
    /// <summary>The last kind; the numbers have no gap.</summary>
    public const ObjectKind Last = ObjectKind.Machine;

    /// <summary>Each kind that a handle can name as a bit; <see cref="ObjectKind.None"/> is no kind.</summary>
    public const ulong All = (2ul << (int)Last) - 2;
}
