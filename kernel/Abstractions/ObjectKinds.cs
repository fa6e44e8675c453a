namespace RustKernel;

/// <summary>All values of <see cref="ObjectKind"/>, for code that must handle each of them.</summary>
public static class ObjectKinds
{
    /// <summary>The last kind; the numbers have no gap.</summary>
    public const ObjectKind Last = ObjectKind.Machine;

    /// <summary>One bit for each kind that a handle can name; <see cref="ObjectKind.None"/> is no kind.</summary>
    public const ulong All = (2ul << (int)Last) - 2;
}
