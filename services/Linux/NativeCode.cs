using System.Runtime;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RustKernel.Linux;

/// <summary>The stubs of Entry.S that C# calls.</summary>
internal static unsafe class NativeCode
{
    /// <summary>x0 and x1: whether the access faulted, and the word.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct WordResult
    {
        /// <summary>0: no fault.</summary>
        internal readonly ulong Fault;

        /// <summary>The word.</summary>
        internal readonly ulong Word;
    }

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "copy_memory")]
    internal static extern ulong CopyMemory(ulong to, ulong from, ulong bytes);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "zero_memory")]
    internal static extern ulong ZeroMemory(ulong to, ulong bytes);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "load_word")]
    internal static extern WordResult LoadWord(ulong address);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "store_word")]
    internal static extern ulong StoreWord(ulong address, ulong value);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "store_simd")]
    internal static extern WordResult StoreSimd(void* to, ulong block);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "load_simd")]
    internal static extern void LoadSimd(void* from, ulong block, ulong fpsr, ulong fpcr);

    /// <summary>TPIDR_EL0 of the calling thread: the program's, since the personality uses none.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "get_thread_pointer")]
    internal static extern ulong ThreadPointer();

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "enter_program")]
    internal static extern void EnterProgram(ulong block);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "exit_thread")]
    internal static extern void ExitThread(ref int isUsed, ref SpinLock held);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "get_personality_calls")]
    internal static extern ulong Start();

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "get_personality_end")]
    internal static extern ulong End();

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "get_personality_interrupted")]
    internal static extern ulong InterruptedEntry();

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "get_personality_thread")]
    internal static extern ulong ThreadEntry();

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "get_personality_input")]
    internal static extern ulong InputEntry();

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "get_personality_news")]
    internal static extern ulong NewsEntry();

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "get_personality_leave_start")]
    internal static extern ulong LeaveStart();

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "get_personality_leave_end")]
    internal static extern ulong LeaveEnd();

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "get_personality_fault")]
    internal static extern ulong FaultEntry();

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "get_signal_return")]
    internal static extern ulong SignalReturn();

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "call_kernel")]
    internal static extern void CallKernel(ulong number, PersonalityCall.Registers* registers);
}
