// The stubs of the runtime's assembly (Start.S).

using System.Diagnostics.CodeAnalysis;
using System.Runtime;
using System.Runtime.CompilerServices;

namespace RustKernel.Runtime;

internal static unsafe class Native
{
    // SAFETY (whole file): declarations only; each stub says in Start.S what it touches.
    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "RhpFallbackFailFast")]
    internal static extern void FailFast();

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "get_modules")]
    internal static extern nint* Modules();

    /// <summary>The name of the program's assembly, UTF-8 up to a zero.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "get_program_name")]
    internal static extern byte* ProgramName();

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "get_unwind_table")]
    internal static extern byte* UnwindTable();

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "get_image_start")]
    internal static extern byte* ImageStart();

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "get_build_id")]
    internal static extern byte* BuildId();

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "get_image_end")]
    internal static extern byte* ImageEnd();

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "get_initializer_names")]
    internal static extern int* InitializerNames();

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "get_initializer_names_end")]
    internal static extern int* InitializerNamesEnd();

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "get_type_names")]
    internal static extern int* TypeNames();

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "get_type_names_end")]
    internal static extern int* TypeNamesEnd();

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "continue_on")]
    internal static extern ulong ContinueOn(ulong stackEnd);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "get_upcall_entry")]
    internal static extern ulong UpcallEntry();

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "get_funclet_return")]
    internal static extern ulong FuncletReturn();

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "get_cached_dispatch")]
    internal static extern nint CachedDispatch();

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "call_with_registers")]
    internal static extern void CollectWithRegisters();

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "call_funclet")]
    internal static extern ulong CallFunclet(object? exception, ulong code, Frame* frame);

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "resume_frame")]
    internal static extern void Resume(Frame* frame, ulong value);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "read_thread_pointer")]
    internal static extern ulong ThreadPointer();

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "write_thread_pointer")]
    internal static extern void SetThreadPointer(ulong value);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "get_thread_entry")]
    internal static extern ulong ThreadEntry();

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "allocate_object")]
    internal static extern byte* AllocateObject(Internal.Runtime.MethodTable* type, ulong bytes);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "RhpNewArrayFast")]
    internal static extern byte* AllocateArray(Internal.Runtime.MethodTable* type, nint length);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "get_finalizable_allocator")]
    internal static extern nint* FinalizableAllocator();

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "get_allocation_windows")]
    internal static extern ulong* AllocationWindows();

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "read_instructions")]
    internal static extern ulong ReadInstructions();

    /// <summary>Crc32C.S, which is linked only if this is called.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "crc32c_update")]
    internal static extern uint UpdateCrc32C(ref byte data, nuint bytes, uint crc);

    /// <summary>InternetSum.S, which is linked only if this is called.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "internet_sum")]
    internal static extern uint InternetSum(ref byte data, nuint bytes);
}
