// One line for each rule, followed by the rule's number.

using System;

namespace RustKernel.RefusedServices;

internal class Mistakes
{
    internal abstract class Shelf
    {
        public abstract T Generic<T>(T value);
    }

    internal class Shelf<TItem> : Shelf
    {
        public override T Generic<T>(T value) => value; // RK3012
    }

    private static void Make(Mistakes all)
    {
        Console.WriteLine(all.GetType().GetMethods()); // RK3010
        dynamic late = all; // RK3016
        ThreadPool.QueueUserWorkItem(late); // RK3018
        System.Text.Json.JsonSerializer.Serialize(all); // RK3018
        Console.WriteLine("é".Normalize()); // RK3019
        Console.WriteLine(string.Join(1, 2, 3, 4)); // RK3019
        Console.WriteLine(new DateTime(1, 2, 3, 4)); // RK3019
    }
}
