// The only class of types: one object for each MethodTable, made on first use.

using System.Threading;
using Internal.Runtime;

namespace System;

internal sealed unsafe class RuntimeType : Type
{
    // SAFETY (whole file): a type is the address of a MethodTable, immutable data of the image.
    private const int Buckets = 64;
    private static RuntimeType?[]? s_known;
    private readonly RuntimeType? _next;

    private RuntimeType(nint table, RuntimeType? next)
    {
        _table = table;
        _next = next;
    }

    internal MethodTable* Table => (MethodTable*)_table;

    internal static RuntimeType Of(MethodTable* table) => Of((nint)table);

    internal static RuntimeType Of(nint table)
    {
        // Made here: a static initialiser would bring the code that runs those into each program.
        RuntimeType?[] known = s_known ?? Interlocked.CompareExchange(ref s_known, new RuntimeType?[Buckets], null) ?? s_known!;
        ref RuntimeType? bucket = ref known[(int)(table >> 3) & (Buckets - 1)];
        while (true)
        {
            RuntimeType? first = bucket;
            for (RuntimeType? at = first; at is not null; at = at._next)
            {
                if (at._table == table)
                {
                    return at;
                }
            }

            RuntimeType made = new(table, first);
            if (ReferenceEquals(Interlocked.CompareExchange(ref bucket, made, first), first))
            {
                return made;
            }
        }
    }
}
