// From the first instruction to the program's Main: heap, statics, module initialisers.

using System;
using System.Runtime;
using System.Runtime.CompilerServices;
using Internal.Runtime;
using RustKernel.User;

namespace RustKernel.Runtime;

/// <summary>Start-up. The program exports <c>program_main</c>, which gets the start block and returns the exit code.</summary>
public static unsafe class Startup
{
    // SAFETY (whole file): section bounds and offsets are the compiler's; static data of the image.
    private const int GCStatics = 201;
    private const int ThreadStatics = 202;
    private const int EagerConstructors = 205;
    private const int FrozenObjects = 206;
    private const int ModuleInitializers = 213;
    private static StartBlock s_block;
    private static nint* s_statics;
    private static nint s_staticsBytes;
    private static nint* s_threadStatics;
    private static nint s_threadStaticsBytes;

    /// <summary>The start block from the starter.</summary>
    public static ref readonly StartBlock Block => ref s_block;

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "program_main")]
    private static extern ulong ProgramMain(ref StartBlock block);

    [RuntimeExport("program_start")]
    private static ulong Start(ref StartBlock block, ulong stackEnd)
    {
        s_block = block;
        ThreadBlock* self = Heap.Start();
        Threads.Start(self, stackEnd);
        ulong end = Threads.MakeMainStack(self);
        return end == stackEnd ? Continue() : Native.ContinueOn(end);
    }

    [RuntimeExport("program_continue")]
    private static ulong Continue()
    {
        MakeStatics();
        s_threadStatics = Find(ThreadStatics, out s_threadStaticsBytes);
        Exceptions.Prepare();
        _ = Kernel.ProcessSetUpcall(Native.UpcallEntry());
        Run(EagerConstructors);
        Run(ModuleInitializers);
        ulong code = ProgramMain(ref s_block);
        Threads.WaitForForeground();
        return code;
    }

    /// <summary>Slot <paramref name="index"/> of the objects with static references; null after the last.</summary>
    internal static nint* StaticsSlot(int index)
    {
        int* row = (int*)s_statics + index;
        return (nint)(index * 4) < s_staticsBytes ? (nint*)((byte*)row + *row) : null;
    }

    /// <summary>The type of an object with thread-static fields, by the compiler's index; null after the last.</summary>
    internal static MethodTable* ThreadStaticsType(int index) =>
        index * sizeof(nint) < s_threadStaticsBytes ? (MethodTable*)s_threadStatics[index] : null;

    /// <summary>The start of the image's objects, including its literals.</summary>
    internal static byte* Objects(out byte* end)
    {
        byte* first = (byte*)Find(FrozenObjects, out nint bytes);
        end = first + bytes;
        return first;
    }

    // A slot holds two offsets: to the type of the object with the statics, and to its initial contents; then the object.
    private static void MakeStatics()
    {
        s_statics = Find(GCStatics, out s_staticsBytes);
        nint* slot;
        for (int i = 0; (slot = StaticsSlot(i)) != null; i++)
        {
            int first = *(int*)slot;
            MethodTable* type = (MethodTable*)((byte*)slot + (first & ~3));
            byte* made = Native.AllocateObject(type, type->BaseSize);
            if ((first & 2) != 0)
            {
                int* second = (int*)slot + 1;
                byte* contents = (byte*)second + *second;
                Buffer.Copy(made + 8, contents, type->BaseSize - 16);
            }

            *slot = (nint)made;
        }
    }

    private static void Run(int section)
    {
        int* row = (int*)Find(section, out nint bytes);
        for (int* end = (int*)((byte*)row + bytes); row < end; row++)
        {
            ((delegate*<void>)((byte*)row + *row))();
        }
    }

    private static nint* Find(int section, out nint bytes)
    {
        byte* header = (byte*)*Native.Modules();
        int count = *(ushort*)(header + 12);
        for (int i = 0; i < count; i++)
        {
            byte* row = header + 16 + (i * 24);
            if (*(int*)row == section)
            {
                bytes = *(nint*)(row + 16) - *(nint*)(row + 8);
                return *(nint**)(row + 8);
            }
        }

        bytes = 0;
        return null;
    }
}
