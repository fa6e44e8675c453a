// Marks results that a caller must not drop; the build's analyzer refuses a call that ignores one.

using System;

namespace RustKernel;

/// <summary>On a method: its result must be used. On a type: every result of that type must be used.</summary>
[AttributeUsage(AttributeTargets.Method
    | AttributeTargets.Property
    | AttributeTargets.Struct
    | AttributeTargets.Class
    | AttributeTargets.Enum)]
public sealed class MustUseReturnValueAttribute : Attribute
{
}
