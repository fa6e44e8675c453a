// Sums, averages and extremes.

using System.Collections.Generic;

namespace System.Linq;

public static partial class Enumerable
{
    public static int Sum(this IEnumerable<int> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        int sum = 0;
        foreach (int item in source)
        {
            sum = checked(sum + item);
        }

        return sum;
    }

    public static int? Sum(this IEnumerable<int?> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        int sum = 0;
        foreach (int? item in source)
        {
            sum = checked(sum + item.GetValueOrDefault());
        }

        return sum;
    }

    public static int Sum<TSource>(this IEnumerable<TSource> source, Func<TSource, int> selector)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(selector);
        return source.Select(selector).Sum();
    }

    public static int? Sum<TSource>(this IEnumerable<TSource> source, Func<TSource, int?> selector)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(selector);
        return source.Select(selector).Sum();
    }

    public static double Average(this IEnumerable<int> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        long sum = 0;
        long count = 0;
        foreach (int item in source)
        {
            sum = sum + item;
            count++;
        }

        return count != 0 ? (double)((double)sum / count) : throw NoElements();
    }

    public static double? Average(this IEnumerable<int?> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        long sum = 0;
        long count = 0;
        foreach (int? item in source)
        {
            sum = sum + item.GetValueOrDefault();
            count += item.HasValue ? 1 : 0;
        }

        return count != 0 ? (double)((double)sum / count) : null;
    }

    public static double Average<TSource>(this IEnumerable<TSource> source, Func<TSource, int> selector)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(selector);
        return source.Select(selector).Average();
    }

    public static double? Average<TSource>(this IEnumerable<TSource> source, Func<TSource, int?> selector)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(selector);
        return source.Select(selector).Average();
    }

    public static int Max(this IEnumerable<int> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.Aggregate(static (left, right) => Math.Max(left, right));
    }

    public static int? Max(this IEnumerable<int?> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.Where(static item =>
            item.HasValue).Aggregate((int?)null, static (best, item) => best is { } value ? Math.Max(value, item!.Value) : item);
    }

    public static int Max<TSource>(this IEnumerable<TSource> source, Func<TSource, int> selector)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(selector);
        return source.Select(selector).Max();
    }

    public static int? Max<TSource>(this IEnumerable<TSource> source, Func<TSource, int?> selector)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(selector);
        return source.Select(selector).Max();
    }

    public static int Min(this IEnumerable<int> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.Aggregate(static (left, right) => Math.Min(left, right));
    }

    public static int? Min(this IEnumerable<int?> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.Where(static item =>
            item.HasValue).Aggregate((int?)null, static (best, item) => best is { } value ? Math.Min(value, item!.Value) : item);
    }

    public static int Min<TSource>(this IEnumerable<TSource> source, Func<TSource, int> selector)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(selector);
        return source.Select(selector).Min();
    }

    public static int? Min<TSource>(this IEnumerable<TSource> source, Func<TSource, int?> selector)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(selector);
        return source.Select(selector).Min();
    }

    public static long Sum(this IEnumerable<long> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        long sum = 0;
        foreach (long item in source)
        {
            sum = checked(sum + item);
        }

        return sum;
    }

    public static long? Sum(this IEnumerable<long?> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        long sum = 0;
        foreach (long? item in source)
        {
            sum = checked(sum + item.GetValueOrDefault());
        }

        return sum;
    }

    public static long Sum<TSource>(this IEnumerable<TSource> source, Func<TSource, long> selector)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(selector);
        return source.Select(selector).Sum();
    }

    public static long? Sum<TSource>(this IEnumerable<TSource> source, Func<TSource, long?> selector)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(selector);
        return source.Select(selector).Sum();
    }

    public static double Average(this IEnumerable<long> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        long sum = 0;
        long count = 0;
        foreach (long item in source)
        {
            sum = checked(sum + item);
            count++;
        }

        return count != 0 ? (double)((double)sum / count) : throw NoElements();
    }

    public static double? Average(this IEnumerable<long?> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        long sum = 0;
        long count = 0;
        foreach (long? item in source)
        {
            sum = checked(sum + item.GetValueOrDefault());
            count += item.HasValue ? 1 : 0;
        }

        return count != 0 ? (double)((double)sum / count) : null;
    }

    public static double Average<TSource>(this IEnumerable<TSource> source, Func<TSource, long> selector)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(selector);
        return source.Select(selector).Average();
    }

    public static double? Average<TSource>(this IEnumerable<TSource> source, Func<TSource, long?> selector)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(selector);
        return source.Select(selector).Average();
    }

    public static long Max(this IEnumerable<long> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.Aggregate(static (left, right) => Math.Max(left, right));
    }

    public static long? Max(this IEnumerable<long?> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.Where(static item =>
            item.HasValue).Aggregate((long?)null, static (best, item) => best is { } value ? Math.Max(value, item!.Value) : item);
    }

    public static long Max<TSource>(this IEnumerable<TSource> source, Func<TSource, long> selector)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(selector);
        return source.Select(selector).Max();
    }

    public static long? Max<TSource>(this IEnumerable<TSource> source, Func<TSource, long?> selector)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(selector);
        return source.Select(selector).Max();
    }

    public static long Min(this IEnumerable<long> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.Aggregate(static (left, right) => Math.Min(left, right));
    }

    public static long? Min(this IEnumerable<long?> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.Where(static item =>
            item.HasValue).Aggregate((long?)null, static (best, item) => best is { } value ? Math.Min(value, item!.Value) : item);
    }

    public static long Min<TSource>(this IEnumerable<TSource> source, Func<TSource, long> selector)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(selector);
        return source.Select(selector).Min();
    }

    public static long? Min<TSource>(this IEnumerable<TSource> source, Func<TSource, long?> selector)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(selector);
        return source.Select(selector).Min();
    }

    public static float Sum(this IEnumerable<float> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        double sum = 0;
        foreach (float item in source)
        {
            sum = sum + item;
        }

        return (float)sum;
    }

    public static float? Sum(this IEnumerable<float?> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        double sum = 0;
        foreach (float? item in source)
        {
            sum = sum + item.GetValueOrDefault();
        }

        return (float)sum;
    }

    public static float Sum<TSource>(this IEnumerable<TSource> source, Func<TSource, float> selector)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(selector);
        return source.Select(selector).Sum();
    }

    public static float? Sum<TSource>(this IEnumerable<TSource> source, Func<TSource, float?> selector)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(selector);
        return source.Select(selector).Sum();
    }

    public static float Average(this IEnumerable<float> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        double sum = 0;
        long count = 0;
        foreach (float item in source)
        {
            sum = sum + item;
            count++;
        }

        return count != 0 ? (float)((double)sum / count) : throw NoElements();
    }

    public static float? Average(this IEnumerable<float?> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        double sum = 0;
        long count = 0;
        foreach (float? item in source)
        {
            sum = sum + item.GetValueOrDefault();
            count += item.HasValue ? 1 : 0;
        }

        return count != 0 ? (float)((double)sum / count) : null;
    }

    public static float Average<TSource>(this IEnumerable<TSource> source, Func<TSource, float> selector)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(selector);
        return source.Select(selector).Average();
    }

    public static float? Average<TSource>(this IEnumerable<TSource> source, Func<TSource, float?> selector)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(selector);
        return source.Select(selector).Average();
    }

    // Any number is larger than NaN, unlike in Math.Max.
    private static double Larger(double left, double right) => double.IsNaN(left) || right > left ? right : left;

    public static float Max(this IEnumerable<float> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.Aggregate(static (left, right) => (float)Larger(left, right));
    }

    public static float? Max(this IEnumerable<float?> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.Where(static item => item.HasValue).Aggregate((float?)null, static (best, item) => best is { } value
            ? (float)Larger(value, item!.Value) : item);
    }

    public static float Max<TSource>(this IEnumerable<TSource> source, Func<TSource, float> selector)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(selector);
        return source.Select(selector).Max();
    }

    public static float? Max<TSource>(this IEnumerable<TSource> source, Func<TSource, float?> selector)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(selector);
        return source.Select(selector).Max();
    }

    public static float Min(this IEnumerable<float> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.Aggregate(static (left, right) => (float)Math.Min((double)left, right));
    }

    public static float? Min(this IEnumerable<float?> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.Where(static item => item.HasValue).Aggregate((float?)null, static (best, item) => best is { } value
            ? (float)Math.Min((double)value, item!.Value) : item);
    }

    public static float Min<TSource>(this IEnumerable<TSource> source, Func<TSource, float> selector)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(selector);
        return source.Select(selector).Min();
    }

    public static float? Min<TSource>(this IEnumerable<TSource> source, Func<TSource, float?> selector)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(selector);
        return source.Select(selector).Min();
    }

    public static double Sum(this IEnumerable<double> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        double sum = 0;
        foreach (double item in source)
        {
            sum = sum + item;
        }

        return sum;
    }

    public static double? Sum(this IEnumerable<double?> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        double sum = 0;
        foreach (double? item in source)
        {
            sum = sum + item.GetValueOrDefault();
        }

        return sum;
    }

    public static double Sum<TSource>(this IEnumerable<TSource> source, Func<TSource, double> selector)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(selector);
        return source.Select(selector).Sum();
    }

    public static double? Sum<TSource>(this IEnumerable<TSource> source, Func<TSource, double?> selector)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(selector);
        return source.Select(selector).Sum();
    }

    public static double Average(this IEnumerable<double> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        double sum = 0;
        long count = 0;
        foreach (double item in source)
        {
            sum = sum + item;
            count++;
        }

        return count != 0 ? (double)((double)sum / count) : throw NoElements();
    }

    public static double? Average(this IEnumerable<double?> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        double sum = 0;
        long count = 0;
        foreach (double? item in source)
        {
            sum = sum + item.GetValueOrDefault();
            count += item.HasValue ? 1 : 0;
        }

        return count != 0 ? (double)((double)sum / count) : null;
    }

    public static double Average<TSource>(this IEnumerable<TSource> source, Func<TSource, double> selector)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(selector);
        return source.Select(selector).Average();
    }

    public static double? Average<TSource>(this IEnumerable<TSource> source, Func<TSource, double?> selector)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(selector);
        return source.Select(selector).Average();
    }

    public static double Max(this IEnumerable<double> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.Aggregate(static (left, right) => Larger(left, right));
    }

    public static double? Max(this IEnumerable<double?> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.Where(static item =>
            item.HasValue).Aggregate((double?)null, static (best, item) => best is { } value ? Larger(value, item!.Value) : item);
    }

    public static double Max<TSource>(this IEnumerable<TSource> source, Func<TSource, double> selector)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(selector);
        return source.Select(selector).Max();
    }

    public static double? Max<TSource>(this IEnumerable<TSource> source, Func<TSource, double?> selector)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(selector);
        return source.Select(selector).Max();
    }

    public static double Min(this IEnumerable<double> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.Aggregate(static (left, right) => Math.Min(left, right));
    }

    public static double? Min(this IEnumerable<double?> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.Where(static item =>
            item.HasValue).Aggregate((double?)null, static (best, item) => best is { } value ? Math.Min(value, item!.Value) : item);
    }

    public static double Min<TSource>(this IEnumerable<TSource> source, Func<TSource, double> selector)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(selector);
        return source.Select(selector).Min();
    }

    public static double? Min<TSource>(this IEnumerable<TSource> source, Func<TSource, double?> selector)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(selector);
        return source.Select(selector).Min();
    }

    public static TSource? Max<TSource>(this IEnumerable<TSource> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return ExtremeOf(source, null, 1);
    }

    public static TSource? Max<TSource>(this IEnumerable<TSource> source, IComparer<TSource>? comparer)
    {
        ArgumentNullException.ThrowIfNull(source);
        return ExtremeOf(source, comparer, 1);
    }

    public static TResult? Max<TSource, TResult>(this IEnumerable<TSource> source, Func<TSource, TResult> selector)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(selector);
        return ExtremeOf(source.Select(selector), null, 1);
    }

    public static TSource? MaxBy<TSource, TKey>(this IEnumerable<TSource> source, Func<TSource, TKey> keySelector)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(keySelector);
        return Extreme(source, keySelector, null, 1);
    }

    public static TSource? MaxBy<TSource, TKey>(
        this IEnumerable<TSource> source,
        Func<TSource, TKey> keySelector,
        IComparer<TKey>? comparer)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(keySelector);
        return Extreme(source, keySelector, comparer, 1);
    }

    public static TSource? Min<TSource>(this IEnumerable<TSource> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return ExtremeOf(source, null, -1);
    }

    public static TSource? Min<TSource>(this IEnumerable<TSource> source, IComparer<TSource>? comparer)
    {
        ArgumentNullException.ThrowIfNull(source);
        return ExtremeOf(source, comparer, -1);
    }

    public static TResult? Min<TSource, TResult>(this IEnumerable<TSource> source, Func<TSource, TResult> selector)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(selector);
        return ExtremeOf(source.Select(selector), null, -1);
    }

    public static TSource? MinBy<TSource, TKey>(this IEnumerable<TSource> source, Func<TSource, TKey> keySelector)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(keySelector);
        return Extreme(source, keySelector, null, -1);
    }

    public static TSource? MinBy<TSource, TKey>(
        this IEnumerable<TSource> source,
        Func<TSource, TKey> keySelector,
        IComparer<TKey>? comparer)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(keySelector);
        return Extreme(source, keySelector, comparer, -1);
    }

    // Of equal ones the first; null counts only if all are null.
    private static TSource? ExtremeOf<TSource>(IEnumerable<TSource> source, IComparer<TSource>? comparer, int direction)
    {
        comparer ??= Comparer<TSource>.Default;
        bool isFound = false;
        TSource? best = default;
        foreach (TSource item in source)
        {
            if (item is not null && (!isFound || comparer.Compare(item, best) * (long)direction > 0))
            {
                best = item;
                isFound = true;
            }
        }

        return isFound || default(TSource) is null ? best : throw NoElements();
    }

    private static TSource? Extreme<TSource, TKey>(
        IEnumerable<TSource> source,
        Func<TSource, TKey> keySelector,
        IComparer<TKey>? comparer,
        int direction)
    {
        comparer ??= Comparer<TKey>.Default;
        using IEnumerator<TSource> items = source.GetEnumerator();
        if (!items.MoveNext())
        {
            return default(TSource) is null ? default : throw NoElements();
        }

        TSource best = items.Current;
        TKey key = keySelector(best);
        while (items.MoveNext())
        {
            TKey other = keySelector(items.Current);
            if (other is not null && (key is null || comparer.Compare(other, key) * (long)direction > 0))
            {
                best = items.Current;
                key = other;
            }
        }

        return best;
    }
}
