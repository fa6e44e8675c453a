// Waits for things that a farm does in time.

using System;
using System.Threading.Tasks;
using RustKernel.Hil.Farm;
using Xunit;

namespace RustKernel.Farm.Tests;

internal static class Waiting
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_rest = TimeSpan.FromMilliseconds(50);

    /// <summary>Asks until <paramref name="condition"/> holds; a coordinator that is down in between comes back.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition)
    {
        long end = Environment.TickCount64 + (long)s_patience.TotalMilliseconds;
        while (true)
        {
            try
            {
                if (await condition())
                {
                    return;
                }
            }
            catch (FarmUnreachableException) when (Environment.TickCount64 < end)
            {
                // It comes back.
            }

            Assert.True(Environment.TickCount64 < end, $"it did not happen in {s_patience.TotalMinutes} minutes");
            await Task.Delay(s_rest);
        }
    }
}
