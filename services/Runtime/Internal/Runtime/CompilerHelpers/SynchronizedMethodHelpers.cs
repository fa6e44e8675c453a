// The compiler calls these around methods marked Synchronized.

using System;
using System.Threading;

namespace Internal.Runtime.CompilerHelpers;

internal static class SynchronizedMethodHelpers
{
    private static void MonitorEnter(object obj, ref bool lockTaken) => Monitor.Enter(obj, ref lockTaken);

    private static void MonitorExit(object obj, ref bool lockTaken)
    {
        if (lockTaken)
        {
            lockTaken = false;
            Monitor.Exit(obj);
        }
    }

    // SAFETY: the compiler names a class whose MethodTable lives as long as the program.
    private static unsafe void MonitorEnterStatic(MethodTable* pMT, ref bool lockTaken) =>
        MonitorEnter(GetStaticLockObject(pMT), ref lockTaken);

    // SAFETY: as above.
    private static unsafe void MonitorExitStatic(MethodTable* pMT, ref bool lockTaken) =>
        MonitorExit(GetStaticLockObject(pMT), ref lockTaken);

    // SAFETY: as above.
    private static unsafe object GetStaticLockObject(MethodTable* pMT) => RuntimeType.Of(pMT);

    // SAFETY: as above.
    private static unsafe MethodTable* GetSyncFromClassHandle(MethodTable* pMT) => pMT;
}
