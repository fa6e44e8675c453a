// Objects that can be copied.

namespace System;

public interface ICloneable
{
    object Clone();
}
