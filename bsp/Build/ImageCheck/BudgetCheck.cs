// RK2007: the Image stays within its budget.

using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace RustKernel.Build.ImageCheck;

/// <summary>Compares the Image's size with its budget, both in bytes.</summary>
public static class BudgetCheck
{
    // Each program begins at a page of the archive; its header and its manifest need another.
    private const long PageBytes = 4096;

    /// <summary>
    /// A finding when the file at <paramref name="imagePath"/> is larger than <paramref name="budgetBytes"/> plus the
    /// size of the <paramref name="guests"/> in it: those programs are other people's.
    /// </summary>
    public static IEnumerable<Finding> Run(string imagePath, long budgetBytes, IReadOnlyCollection<string> guests)
    {
        long size = new FileInfo(imagePath).Length;
        long given = guests.Sum(file => ((new FileInfo(file).Length + PageBytes - 1) / PageBytes * PageBytes) + PageBytes);
        if (size > budgetBytes + given)
        {
            string others = given == 0 ? "" : $" and {given} for {string.Join(", ", guests.Select(Path.GetFileName))}";
            yield return new Finding(
                "RK2007",
                $"{imagePath} is {size} bytes, {size - budgetBytes - given} over its budget of {budgetBytes}{others}");
        }
    }
}
