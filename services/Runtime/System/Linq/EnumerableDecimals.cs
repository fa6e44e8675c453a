// Sums, averages, minima and maxima of decimals.

using System.Collections.Generic;

namespace System.Linq;

public static partial class Enumerable
{
    public static decimal Sum(this IEnumerable<decimal> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        decimal sum = 0;
        foreach (decimal item in source)
        {
            sum += item;
        }

        return sum;
    }

    public static decimal? Sum(this IEnumerable<decimal?> source) => Some(source).Sum();

    public static decimal Average(this IEnumerable<decimal> source) => AverageOf(source) ?? throw NoElements();

    public static decimal? Average(this IEnumerable<decimal?> source) => AverageOf(Some(source));

    public static decimal Min(this IEnumerable<decimal> source) => Extreme(source, -1) ?? throw NoElements();

    public static decimal? Min(this IEnumerable<decimal?> source) => Extreme(Some(source), -1);

    public static decimal Max(this IEnumerable<decimal> source) => Extreme(source, 1) ?? throw NoElements();

    public static decimal? Max(this IEnumerable<decimal?> source) => Extreme(Some(source), 1);

    public static decimal Sum<TSource>(this IEnumerable<TSource> source, Func<TSource, decimal> selector) =>
        source.Select(selector).Sum();

    public static decimal? Sum<TSource>(this IEnumerable<TSource> source, Func<TSource, decimal?> selector) =>
        source.Select(selector).Sum();

    public static decimal Average<TSource>(this IEnumerable<TSource> source, Func<TSource, decimal> selector) =>
        source.Select(selector).Average();

    public static decimal? Average<TSource>(this IEnumerable<TSource> source, Func<TSource, decimal?> selector) =>
        source.Select(selector).Average();

    public static decimal Min<TSource>(this IEnumerable<TSource> source, Func<TSource, decimal> selector) =>
        source.Select(selector).Min();

    public static decimal? Min<TSource>(this IEnumerable<TSource> source, Func<TSource, decimal?> selector) =>
        source.Select(selector).Min();

    public static decimal Max<TSource>(this IEnumerable<TSource> source, Func<TSource, decimal> selector) =>
        source.Select(selector).Max();

    public static decimal? Max<TSource>(this IEnumerable<TSource> source, Func<TSource, decimal?> selector) =>
        source.Select(selector).Max();

    private static IEnumerable<decimal> Some(IEnumerable<decimal?> source) =>
        source.Where(item => item.HasValue).Select(item => item.GetValueOrDefault());

    private static decimal? AverageOf(IEnumerable<decimal> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        decimal sum = 0;
        long count = 0;
        foreach (decimal item in source)
        {
            sum += item;
            count++;
        }

        return count == 0 ? null : sum / count;
    }

    private static decimal? Extreme(IEnumerable<decimal> source, int sign)
    {
        ArgumentNullException.ThrowIfNull(source);
        decimal? found = null;
        foreach (decimal item in source)
        {
            found = found is null || Math.Sign(item.CompareTo(found.GetValueOrDefault())) == sign ? item : found;
        }

        return found;
    }
}
