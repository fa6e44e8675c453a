// A static field of which each thread has its own.

namespace System;

[AttributeUsage(AttributeTargets.Field)]
public class ThreadStaticAttribute : Attribute
{
    public ThreadStaticAttribute()
    {
    }
}
