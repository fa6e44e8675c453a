using System.Runtime;
using System.Runtime.CompilerServices;

namespace RustKernel.User.SelfTest;

/// <summary>The assembly for tests: register checks, faults, servers for measurements (services/Native/Start.S).</summary>
internal static class NativeCode
{
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "check_registers")]
    internal static extern ulong CheckRegisters(ulong seed, ulong number, ulong argument);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "leaked_simd")]
    internal static extern ulong LeakedSimd(ulong number);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "fault_load")]
    internal static extern ulong Load(ulong address);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "fault_store")]
    internal static extern void Store(ulong address);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "call_code")]
    internal static extern ulong CallCode(ulong address);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "publish_line")]
    internal static extern void PublishLine(ulong writable, ulong executable);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "fault_jump")]
    internal static extern void Jump(ulong address);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "fault_udf")]
    internal static extern void Undefined();

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "fault_brk")]
    internal static extern void Breakpoint();

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "fault_privileged")]
    internal static extern void Privileged(ulong value);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "fault_stack")]
    internal static extern void MisalignedStack();

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "get_upcall_entry")]
    internal static extern ulong UpcallEntry();

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "get_restless_entry")]
    internal static extern ulong RestlessEntry();

    /// <summary>The null call with a non-zero immediate.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "null_with_immediate")]
    internal static extern ErrorCode NullWithImmediate();

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "get_test_personality")]
    internal static extern ulong Personality();

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "get_test_personality_end")]
    internal static extern ulong PersonalityEnd();

    /// <summary>A personality of 256 bytes.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "get_empty_personality")]
    internal static extern ulong EmptyPersonality();

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "get_foreign_entry")]
    internal static extern ulong ForeignEntry();

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "get_become_foreign")]
    internal static extern ulong BecomeForeign();

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "get_first_code")]
    internal static extern ulong FirstCode();

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "serve_empty")]
    internal static extern ulong ServeEmpty(ulong port);

    /// <summary>Calls without words, each marked for a counter outside the machine; returns the number of answers.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "call_marked")]
    internal static extern ulong CallMarked(ulong port, ulong calls);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "serve_words")]
    internal static extern ulong ServeWords(ulong port);

    /// <summary>Stores <paramref name="value"/>.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "put")]
    internal static extern void Put(ulong address, ulong value);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "read_instructions")]
    internal static extern ulong ReadInstructions();

    /// <summary>The counter after the call of the last <see cref="Measure"/>.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "last_counter")]
    internal static extern ulong LastCounter();

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "measure_fault")]
    internal static extern ulong MeasureFault();

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "measure_tick")]
    internal static extern ulong MeasureTick();

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "send_stamps")]
    internal static extern ulong SendStamps(ulong port);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "yield_for_ever")]
    internal static extern void YieldForEver();

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "assert_line")]
    internal static extern void AssertLine(ulong register, ulong bit, ref ulong stamp);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "assert_line")]
    internal static extern void AssertLineAt(ulong register, ulong bit, ulong stampAddress);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "measure_raw")]
    internal static extern ulong Measure(ulong number, ref RawRegisters registers, ulong makesCall);

    /// <summary>Any system call, even with an invalid number, with any registers.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "invoke_raw")]
    internal static extern ErrorCode Invoke(ulong number, ref RawRegisters registers);
}
