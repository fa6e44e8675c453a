// The assembly under the system-call stubs (Calls.S).

using System.Runtime;
using System.Runtime.CompilerServices;

namespace RustKernel.User;

/// <content>For programs of our own kind.</content>
public static partial class Kernel
{
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "invoke_0")]
    private static extern CallResult Invoke0(ulong number);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "invoke_1")]
    private static extern CallResult Invoke1(ulong a, ulong number);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "invoke_2")]
    private static extern CallResult Invoke2(ulong a, ulong b, ulong number);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "invoke_3")]
    private static extern CallResult Invoke3(ulong a, ulong b, ulong c, ulong number);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "invoke_4")]
    private static extern CallResult Invoke4(ulong a, ulong b, ulong c, ulong d, ulong number);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "invoke_5")]
    private static extern CallResult Invoke5(ulong a, ulong b, ulong c, ulong d, ulong e, ulong number);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "invoke_6")]
    private static extern CallResult Invoke6(ulong a, ulong b, ulong c, ulong d, ulong e, ulong f, ulong number);

    // Sends the message.
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "tell")]
    private static extern ulong Tell(ulong port, ulong deadline, ulong token, in Message message, ulong number);

    // Sends the message, if the call sends, and receives into it.
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "exchange")]
    private static extern ulong Exchange(ulong port, ulong deadline, ulong token, ref Message message, ulong number);

    /// <summary>CNTVCT_EL0, in ticks.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "read_counter")]
    public static extern ulong ReadCounter();

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "get_thread_entry")]
    private static extern ulong GetThreadEntry();

    /// <summary>
    /// Makes a thread of the own process that begins in <c>thread_start</c> with <paramref name="argument"/>, not started. Errors as
    /// <see cref="SystemCall.ThreadCreate"/>.
    /// </summary>
    public static ErrorCode CreateThread(out Handle<Thread> handle, ulong stackTop, ulong argument, uint priority, uint cpus) =>
        ThreadCreate(Handle<Process>.None, GetThreadEntry(), stackTop, argument, priority, cpus, out handle);
}
