// Classes for the cases: an interface with four implementations, so that calls are really dispatched.

using System;

namespace RustKernel.RuntimeTest;

internal interface IShape
{
    int Area();

    string Describe() => "area " + Area();
}

internal abstract class Shape : IShape
{
    public abstract int Area();
}

internal sealed class Square(int side) : Shape
{
    public override int Area() => side * side;
}

internal sealed class Rectangle(int width, int height) : Shape
{
    public override int Area() => width * height;
}

internal struct Dot : IShape
{
    public readonly int Area() => 0;
}

internal sealed class Line(int length) : IShape, IDisposable
{
    internal bool IsDisposed { get; private set; }

    public int Area() => length;

    public string Describe() => "line";

    public void Dispose() => IsDisposed = true;
}

internal sealed class Strip : IShape
{
    public int Area() => 7;
}
