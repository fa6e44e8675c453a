// Calls the key-value service: a line for each answer.

using System;
using System.Runtime;
using RustKernel.User;

namespace RustKernel.Services.KeyValueClient;

internal static class Program
{
    // The service looks for expired values every second.
    private const ulong UntilExpiredMilliseconds = 2500;

    [RuntimeExport("program_main")]
    private static ulong Main(ref StartBlock block)
    {
        KeyValue.KeyValueClient store = new(InitClient.PortOf("keyvalue"));
        Console.WriteLine($"@set {store.Set("alpha", "12", 0)} {store.Set("Beta", "3000", 0)} {store.Set("alphabet", "30", 0)}");
        Console.WriteLine($"@set for a time {store.Set("gone", "1", 100)}");
        Console.WriteLine($"@set without a key {store.Set("", "1", 0)}");
        foreach (string key in new[] { "alpha", "ALPHA", "beta", "none" })
        {
            Console.WriteLine($"@get {key} {Text(store.Get(key))}");
        }

        foreach (string query in new[] { "count alpha", "sum alpha", "sum B", "top 2", "", "other x", "sum g" })
        {
            Console.WriteLine($"@query {query}: {Text(store.Query(query))}");
        }

        Own.Sleep(UntilExpiredMilliseconds);
        Console.WriteLine($"@get gone {Text(store.Get("gone"))}");
        Console.WriteLine("@@END");
        return (ulong)InitClient.Power(PowerAction.PowerOff);
    }

    private static string Text(Result<string> answer) => answer.IsOk ? answer.Value : answer.Error.ToString();
}
