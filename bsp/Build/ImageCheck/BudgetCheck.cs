// RK2007: the Image stays within its budget.

using System.Collections.Generic;
using System.IO;

namespace RustKernel.Build.ImageCheck;

/// <summary>Compares the Image's size with its budget, both in bytes.</summary>
public static class BudgetCheck
{
    /// <summary>A finding when the file at <paramref name="imagePath"/> is larger than <paramref name="budgetBytes"/>.</summary>
    public static IEnumerable<Finding> Run(string imagePath, long budgetBytes)
    {
        long size = new FileInfo(imagePath).Length;
        if (size > budgetBytes)
        {
            yield return new Finding("RK2007", $"{imagePath} is {size} bytes, {size - budgetBytes} over its budget of {budgetBytes}");
        }
    }
}
