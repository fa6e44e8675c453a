// The one class of types.

namespace System;

internal sealed class RuntimeType : Type
{
    internal RuntimeType(nint table) => _table = table;
}
