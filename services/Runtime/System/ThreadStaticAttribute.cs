// A static field with a separate value for each thread.

namespace System;

[AttributeUsage(AttributeTargets.Field)]
public class ThreadStaticAttribute : Attribute
{
    public ThreadStaticAttribute()
    {
    }
}
