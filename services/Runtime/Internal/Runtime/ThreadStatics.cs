// Thread-static fields: for each class that has some, an object made when a thread first asks for it.

using RustKernel.Runtime;

namespace Internal.Runtime;

internal static unsafe class ThreadStatics
{
    // SAFETY (whole file): the compiler's index of a class; the table is the thread's own, and a root.
    internal static object GetThreadStaticBaseForType(TypeManagerSlot* pModuleData, int typeTlsIndex)
    {
        nint* place = Threads.Current->Statics + typeTlsIndex;
        if (*place == 0)
        {
            *place = Make(typeTlsIndex);
        }

        return Exceptions.FromAddress(*place);
    }

    private static nint Make(int index)
    {
        MethodTable* type = Startup.ThreadStaticsType(index);
        if (index >= ThreadBlock.MaximumStatics || type == null)
        {
            Native.FailFast();
        }

        return (nint)Native.AllocateObject(type, type->BaseSize);
    }
}
