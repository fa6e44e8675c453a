// System calls for C#. kernel/Abstractions/SystemCalls.table generates a method for each call; here are their base, and a few shorter
// forms.

namespace RustKernel.User;

/// <summary>The system calls (docs/SYSCALLS.md says what each does and which errors it has).</summary>
public static partial class Kernel
{
    /// <summary>No deadline.</summary>
    public const ulong Never = ulong.MaxValue;

    /// <summary>
    /// The handle as one of kind <typeparamref name="T"/>; the caller must know the kind. The kernel checks it at each call.
    /// </summary>
    public static Handle<T> As<T>(this AnyHandle handle)
        where T : struct, IKernelObject => new(handle.Value);

    /// <summary>Closes the handle. Has no effect if it is none, or closed already.</summary>
    public static void Close(this AnyHandle handle)
    {
        if (!handle.IsNone)
        {
            // NotFound: it is closed already.
            _ = HandleClose(handle);
        }
    }

    /// <summary>The same for a handle whose kind is known.</summary>
    public static void Close<T>(this Handle<T> handle)
        where T : struct, IKernelObject => Close((AnyHandle)handle);

    /// <summary>Another handle to the same object, with some of the first one's rights. Errors as the call.</summary>
    public static ErrorCode HandleDuplicate(AnyHandle handle, Rights rights, out AnyHandle copy) =>
        HandleDuplicate(handle, rights, Badge.None, setBadge: false, out copy);

    /// <summary>Another handle to the same object, of the same kind.</summary>
    public static ErrorCode HandleDuplicate<T>(Handle<T> handle, Rights rights, out Handle<T> copy)
        where T : struct, IKernelObject
    {
        ErrorCode error = HandleDuplicate(handle, rights, out AnyHandle other);
        copy = new Handle<T>(other.Value);
        return error;
    }

    /// <summary>Another handle to a port, with a badge, which marks everything sent through it.</summary>
    public static ErrorCode HandleDuplicate(Handle<Port> port, Rights rights, Badge badge, out Handle<Port> copy)
    {
        ErrorCode error = HandleDuplicate(port, rights, badge, setBadge: true, out AnyHandle other);
        copy = new Handle<Port>(other.Value);
        return error;
    }

    /// <summary>Item <paramref name="item"/> of the system; 0 if there is none.</summary>
    public static ulong SystemInfo(SystemItem item) => SystemInfo(item, out ulong value) == ErrorCode.None ? value : 0;
}
