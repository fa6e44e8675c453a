// One line for each rule; the number it breaks stands behind it.

using System;
using System.Collections.Generic;

namespace RustKernel.RefusedServices;

internal class Mistakes : IComparer<object>
{
    ~Mistakes() // RK3014
    {
    }

    public virtual T Generic<T>(T value) => value; // RK3012

    public int Compare(object? x, object? y) => 0;

    private static void Make(ErrorCode error, double real, Mistakes all, List<string> names)
    {
        Console.WriteLine(all.GetType().Name); // RK3010
        Console.WriteLine($"{error}"); // RK3011
        int[] flat = new int[2, 3]; // RK3013
        Console.WriteLine($"{real} {flat.Length}"); // RK3015
        dynamic late = all; // RK3016
        names.Sort(all); // RK3017
        ThreadPool.QueueUserWorkItem(late); // RK3018
    }
}
