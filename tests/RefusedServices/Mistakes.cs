// One line for each rule; the number it breaks stands behind it.

using System;
using System.Collections.Generic;

namespace RustKernel.RefusedServices;

internal class Mistakes : IComparer<object>
{
    internal abstract class Shelf
    {
        public abstract T Generic<T>(T value);
    }

    internal class Shelf<TItem> : Shelf
    {
        public override T Generic<T>(T value) => value; // RK3012
    }

    public int Compare(object? x, object? y) => 0;

    private static void Make(Mistakes all, List<string> names)
    {
        Console.WriteLine(all.GetType().GetMethods()); // RK3010
        dynamic late = all; // RK3016
        names.Sort(all); // RK3017
        ThreadPool.QueueUserWorkItem(late); // RK3018
    }
}
