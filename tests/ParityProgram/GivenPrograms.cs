// Cases that write their own lines, and use up the program's resources: memory, and finally the stack.

using System;
using System.Threading;
using RustKernel.Services;

namespace RustKernel.ParityProgram;

internal static class GivenPrograms
{
    private const int LookMilliseconds = 50;
    private const int MostMilliseconds = 300_000;

    // All other programs write their output within this time.
    private const int RestMilliseconds = 4000;

    /// <summary>Runs all of them; does not return.</summary>
    internal static string Run()
    {
        C_event.Run();
        C_heap_limit.Run();
        Console.WriteLine("@oomstr=" + C_oomstr.Run());
        return C_stackoverflow.Run();
    }

    /// <summary>Waits for the end of service <paramref name="name"/>. TimeoutException: it still runs after five minutes.</summary>
    internal static void WaitForEnd(string name)
    {
        for (int waited = 0; IsRunning(name); waited += LookMilliseconds)
        {
            if (waited >= MostMilliseconds)
            {
                throw new TimeoutException($"service {name} does not end");
            }

            Thread.Sleep(LookMilliseconds);
        }

        Thread.Sleep(RestMilliseconds);
    }

    private static bool IsRunning(string name)
    {
        for (int i = 0; InitClient.Describe(i) is { } state; i++)
        {
            if (state.Name == name)
            {
                return state.IsRunning;
            }
        }

        return false;
    }
}
