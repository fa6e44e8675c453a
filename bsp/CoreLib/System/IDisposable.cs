// What a using statement ends.

namespace System;

public interface IDisposable
{
    void Dispose();
}
